import { useEffect, useState } from "preact/hooks";
import { store } from "../session";
import { useStore } from "../store";

/** Whether the page is dark now: by choice, or as the system says. */
export function useDark(): boolean {
  const theme = useStore(store, (s) => s.theme);
  const query = window.matchMedia("(prefers-color-scheme: dark)");
  const [system, setSystem] = useState(query.matches);
  useEffect(() => {
    const heard = (): void => setSystem(query.matches);
    query.addEventListener("change", heard);
    return () => query.removeEventListener("change", heard);
  }, []);
  return theme === "dark" || (theme === "system" && system);
}
