// Small parts that all views share.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Fault } from "../api/types";
import { useWords } from "../texts";

export function Select<T extends string>({ label, value, options, change, hideLabel, disabled }: {
  label: string; value: T; options: [T, string][]; change: (value: T) => void; hideLabel?: boolean; disabled?: boolean;
}): JSX.Element {
  const id = useId();
  return (
    <span class="field">
      <label for={id} class={hideLabel ? "hidden" : ""}>{label}</label>
      <select id={id} value={value} disabled={disabled} onChange={(e) => change(e.currentTarget.value as T)}>
        {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </span>
  );
}

/** One of a few, all seen: radio buttons that look like a switch. */
export function Segmented<T extends string>({ label, value, options, change }: {
  label: string; value: T; options: [T, string][]; change: (value: T) => void;
}): JSX.Element {
  const name = useId();
  return (
    <fieldset class="segmented">
      <legend class="hidden">{label}</legend>
      {options.map(([key, text]) => (
        <label key={key} class={key === value ? "on" : ""}>
          <input type="radio" name={name} value={key} checked={key === value} onChange={() => change(key)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Dialog({ title, open, close, children }: { title: string; open: boolean; close: () => void; children: ComponentChildren }): JSX.Element {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { t } = useWords();
  useEffect(() => {
    const dialog = box.current;
    if (open && dialog && !dialog.open) dialog.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return (
    <dialog ref={box} aria-labelledby={id} onClose={close}>
      <header><h2 id={id}>{title}</h2><button type="button" class="quiet" onClick={close} aria-label={t.close}>×</button></header>
      {open && children}
    </dialog>
  );
}

/** A button with a list of links or actions under it. */
export function Menu({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const outside = (event: Event): void => { if (box.current?.open && !box.current.contains(event.target as Node)) box.current.open = false; };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, []);
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && box.current?.open) { box.current.open = false; box.current.querySelector("summary")?.focus(); }
  };
  return (
    <details class="menu" ref={box} onKeyDown={key}>
      <summary>{label}</summary>
      <div class="list" onClick={() => { if (box.current) box.current.open = false; }}>{children}</div>
    </details>
  );
}

export function FaultBox({ fault }: { fault: Fault }): JSX.Element {
  const { t } = useWords();
  const message = fault.kind === "gone" ? t.gone : fault.kind === "key" ? t.wrongKey : fault.message || fault.what;
  const lines: [string, string][] = [[t.where, fault.where], [t.got, fault.got], [t.expected, fault.expected], [t.hint, fault.hint]];
  const rest = lines.filter(([, text]) => text !== "" && !message.includes(text));
  return (
    <div class="fault" role="alert">
      <strong>{t.faultTitle}</strong>
      <p>{message}</p>
      {rest.length > 0 && <dl>{rest.map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>}
    </div>
  );
}

/** Files dropped, those of folders too, with their paths. */
export async function droppedFiles(transfer: DataTransfer): Promise<{ file: File; name: string }[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter((e): e is FileSystemEntry => e != null);
  if (entries.length === 0) return [...transfer.files].map((file) => ({ file, name: file.name }));
  const found: { file: File; name: string }[] = [];
  const walk = async (entry: FileSystemEntry, path: string, depth: number): Promise<void> => {
    if (entry.isFile) {
      const file = await new Promise<File>((yes, no) => (entry as FileSystemFileEntry).file(yes, no));
      found.push({ file, name: path + file.name });
    } else if (depth < 8) {
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((yes, no) => reader.readEntries(yes, no));
        if (some.length === 0) break;
        for (const child of some) await walk(child, `${path}${entry.name}/`, depth + 1);
      }
    }
  };
  for (const entry of entries) await walk(entry, "", 0);
  return found;
}

export function FileButton({ label, multiple, folder, accept, take, primary }: {
  label: string; multiple?: boolean; folder?: boolean; accept?: string; take: (files: File[]) => void; primary?: boolean;
}): JSX.Element {
  const id = useId();
  const set = (input: HTMLInputElement | null): void => { if (input && folder) input.setAttribute("webkitdirectory", ""); };
  return (
    <span class="filebutton">
      <input id={id} ref={set} type="file" multiple={multiple} accept={accept}
        onChange={(e) => { const files = [...(e.currentTarget.files ?? [])]; e.currentTarget.value = ""; take(files); }} />
      <label for={id} class={primary ? "button primary" : "button"}>{label}</label>
    </span>
  );
}

export function seconds(s: number): string {
  const whole = Math.max(0, Math.floor(s));
  const h = Math.floor(whole / 3600), m = Math.floor((whole % 3600) / 60), rest = whole % 60;
  const two = (n: number): string => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(rest)}` : `${m}:${two(rest)}`;
}
