// Logits of an ONNX model by ONNX Runtime, as JSON: node run_onnx.mjs FOLDER MODEL NAME SHAPE FILE ...
// FOLDER is where `npm install onnxruntime-web` was run; FILE holds little-endian float32.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [folder, model, ...rest] = process.argv.slice(2);
const ort = createRequire(path.join(folder, "package.json"))("onnxruntime-web");
ort.env.wasm.numThreads = 1;
const feeds = {};
for (let i = 0; i < rest.length; i += 3) {
  const bytes = fs.readFileSync(rest[i + 2]);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  feeds[rest[i]] = new ort.Tensor("float32", values, rest[i + 1].split("x").map(Number));
}
const session = await ort.InferenceSession.create(fs.readFileSync(model).buffer);
const { logits } = await session.run(feeds);
process.stdout.write(JSON.stringify({ version: ort.env.versions.web, dims: logits.dims, data: Array.from(logits.data) }));
