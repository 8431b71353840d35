// Makes dist/: index.html, app.js, app.css. The same sources give the same bytes.
import { build } from "esbuild";
import { copyFile, mkdir } from "node:fs/promises";

await mkdir("dist", { recursive: true });
await build({
  entryPoints: { app: "src/main.tsx" },
  outdir: "dist",
  bundle: true,
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
});
await build({ entryPoints: ["src/app.css"], outdir: "dist", bundle: true, minify: true, target: "chrome110", logLevel: "warning" });
await copyFile("src/index.html", "dist/index.html");
