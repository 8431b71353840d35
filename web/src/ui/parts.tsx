// Small parts that all views share.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Fault } from "../api/types";
import type { Named } from "../recordings";
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
  const message = fault.kind === "gone" ? t.gone : fault.kind === "key" ? t.wrongKey : fault.kind === "many" ? t.tooManyOpen(fault.message)
    : fault.kind === "oneEarlier" ? t.oneEarlier : fault.kind === "noTable" ? t.noTable : fault.message || fault.what;
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
async function droppedFiles(transfer: DataTransfer): Promise<Named[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter((e): e is FileSystemEntry => e != null);
  if (entries.length === 0) return [...transfer.files].map((file) => ({ file, name: file.name }));
  const found: Named[] = [];
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
  label: string; multiple?: boolean; folder?: boolean; accept?: string; take: (files: Named[]) => void; primary?: boolean;
}): JSX.Element {
  const id = useId();
  const set = (input: HTMLInputElement | null): void => { if (input && folder) input.setAttribute("webkitdirectory", ""); };
  return (
    <span class="filebutton">
      <input id={id} ref={set} type="file" multiple={multiple} accept={accept}
        onChange={(e) => { const files = [...(e.currentTarget.files ?? [])]; e.currentTarget.value = ""; take(files.map((file) => ({ file, name: file.webkitRelativePath || file.name }))); }} />
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

/** What is dropped on an element, its own words or its children's; `over` while something hangs above it. */
export function useDrop(take: (files: Named[]) => void): { over: boolean; on: { onDragOver: (e: DragEvent) => void; onDragLeave: () => void; onDrop: (e: DragEvent) => void } } {
  const [over, setOver] = useState(false);
  return {
    over,
    on: {
      onDragOver: (e) => { e.preventDefault(); setOver(true); },
      onDragLeave: () => setOver(false),
      onDrop: (e) => { e.preventDefault(); e.stopPropagation(); setOver(false); if (e.dataTransfer) void droppedFiles(e.dataTransfer).then(take); },
    },
  };
}

export function DropBox({ title, words, take, children }: { title: string; words: string; take: (files: Named[]) => void; children: ComponentChildren }): JSX.Element {
  const { over, on } = useDrop(take);
  return (
    <div class={over ? "drop over" : "drop"} {...on}>
      <svg class="pulse" viewBox="0 0 240 60" aria-hidden="true"><path d="M0 38H52q8-13 16 0h16l6 6 9-40 10 50 7-16h18q11-22 26 0h80" /></svg>
      <h1>{title}</h1>
      <p>{words}</p>
      {children}
    </div>
  );
}

/** Tabs of one panel below; arrows go from one that can be chosen to the next. `id` stands before each tab's name. */
export function Tabs<T extends string>({ id, label, panel, tabs, now, choose, children }: {
  id: string; label: string; panel: string; tabs: [T, string, boolean][]; now: T; choose: (tab: T) => void; children?: ComponentChildren;
}): JSX.Element {
  const keys = (event: KeyboardEvent): void => {
    const able = tabs.filter(([, , on]) => on).map(([name]) => name);
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0 || (event.target as HTMLElement).role !== "tab") return;
    event.preventDefault();
    const next = able[(able.indexOf(now) + by + able.length) % able.length]!;
    choose(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <div class="tabs">
      <div class="tablist" role="tablist" aria-label={label} onKeyDown={keys}>
        {tabs.map(([name, text, on]) => (
          <button type="button" role="tab" key={name} id={`${id}-${name}`} aria-selected={now === name} aria-controls={panel} tabIndex={now === name ? 0 : -1}
            disabled={!on} onClick={() => choose(name)}>{text}</button>
        ))}
      </div>
      <span class="push" />
      {children}
    </div>
  );
}
