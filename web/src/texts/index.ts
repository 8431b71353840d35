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
}

export function wordsOf(lang: "en" | "de"): Words {
  const t = textsOf(lang);
  const formats = new Map<number, Intl.NumberFormat>();
  return {
    t,
    number: (value, digits = 0) => {
      let format = formats.get(digits);
      if (!format) formats.set(digits, (format = new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false })));
      const text = format.format(value);
      return text.replace(/^-/, "−").replace(/^−(0([.,]0*)?)$/, "$1"); // a true minus sign, and none before zero
    },
    term: (word) => t.terms[word] ?? word,
  };
}

const made = { en: wordsOf("en"), de: wordsOf("de") };

export function useWords(): Words { return made[useStore(store, (s) => s.lang)]; }
