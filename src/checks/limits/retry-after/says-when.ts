/** A number, which evidence masks, and a unit of time; in Chinese and Japanese there is no space between. */
const time =
  /(‹n›|\b(?:an?|one|ein(?:er|e)?|une?|una?|um|een|jedn\p{L}+)) ?(s\b|sec|sek|min|hour|hr\b|day|stunde|tag\b|tage|heure|jour|hora|día|ora\b|ore\b|giorn|minut|dia\b|dias\b|uur|uren|dag|godzin|dni\b|dzień|秒|分|小时|小時|時間|天|日)/iu;

/** Whether a masked text says how long to wait. */
export const saysWhen = (text: string): boolean => time.test(text);
