import { store } from "../session";
import { useStore } from "../store";
import { de } from "./de";
import { en, type Texts } from "./en";

export type { Texts };

function textsOf(lang: "en" | "de"): Texts { return lang === "de" ? de : en; }

export interface Words {
  t: Texts;
  number: (value: number, digits?: number) => string;
  /** A word of the program in the page's language, where there is one. */
  term: (word: string) => string;
  /** A sentence of the program likewise: what is known of it is said in the page's language, numbers and leads stay. */
  phrase: (sentence: string) => string;
}

export function wordsOf(lang: "en" | "de"): Words {
  const t = textsOf(lang);
  const sign = lang === "de" ? "," : ".";
  return {
    t,
    // By hand: the browser's own Intl.NumberFormat takes longer to make than a sheet takes to draw.
    number: (value, digits = 0) => {
      const text = value.toFixed(digits);
      return (text.startsWith("-") ? (/[1-9]/.test(text) ? `−${text.slice(1)}` : text.slice(1)) : text).replace(".", sign); // a true minus sign, and none before zero
    },
    term: (word) => t.terms[word] ?? word,
    phrase: (sentence) => t.phrases.reduce((said, [known, word]) => said.replace(known, word), sentence),
  };
}

const made = { en: wordsOf("en"), de: wordsOf("de") };

export function useWords(): Words { return made[useStore(store, (s) => s.lang)]; }
