// What this browser keeps between visits: settings alone, never anything of a patient.
const PREFIX = "synchrony.";

export function kept<T>(name: string, fallback: T): T {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch { return fallback; }
}

export function keep(name: string, value: unknown): void {
  try { localStorage.setItem(PREFIX + name, JSON.stringify(value)); } catch { /* private window: kept for this visit only */ }
}
