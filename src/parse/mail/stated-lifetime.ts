const units: readonly (readonly [RegExp, number])[] = [
  [/^(min|minut|minuut|minuten|分|分钟|分間|分鐘)/i, 1],
  [/^(h\b|hr|hour|stunde|heure|hora|ora\b|ore\b|uur|uren|godzin|時間|小时|小時)/i, 60],
  [/^(day|tag|jour|día|dia|giorn|dag|dzie|dni|日|天)/i, 1440],
  [/^(week|woche|semaine|semana|settiman|weken|tydzie|tygod|週|周)/i, 10_080],
];
const words: Readonly<Record<string, number>> = {
  one: 1,
  an: 1,
  a: 1,
  two: 2,
  three: 3,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  sixty: 60,
  eine: 1,
  einer: 1,
  une: 1,
  una: 1,
  uma: 1,
  een: 1,
};
const after =
  /(\d{1,4}|\b(?:one|an|two|three|ten|fifteen|twenty|thirty|sixty|eine|einer|une|una|uma|een))[\s\u00a0-]{0,2}(min\w*|分钟|分間|分鐘|分|h\b|hrs?\b|hours?|stunden?|heures?|horas?|or[ae]\b|uur|uren|godzin\w*|時間|小时|小時|days?|tage?n?|jours?|d[ií]as?|giorn[oi]|dag(?:en)?|dni|日|天|weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|週間?|周)/giu;

/**
 * How long a message says that its link is good, in minutes: the shortest time it names. undefined where it names none;
 * English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Japanese, Chinese.
 */
export function statedLifetime(text: string): number | undefined {
  const found = [...text.slice(0, 20_000).matchAll(after)].flatMap(([, amount = '', unit = '']) => {
    const number = /^\d/.test(amount) ? Number(amount) : words[amount.toLowerCase()];
    const factor = units.find(([pattern]) => pattern.test(unit))?.[1];
    return number && factor ? [number * factor] : [];
  });
  return found.length > 0 ? Math.min(...found) : undefined;
}
