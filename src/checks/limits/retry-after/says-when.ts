/** A number, which evidence masks, or one in words, as far as people are asked to wait. */
const counts = [
  'an?|one|two|three|five|ten|fifteen|twenty|thirty|sixty|(?:a )?few|some',
  'eine?[rmn]?|zwei|drei|fünf|zehn|fünfzehn|zwanzig|dreißig|dreissig|sechzig|(?:ein )?paar|einige[nr]?|wenige[nr]?',
  'une?|deux|trois|cinq|dix|quinze|vingt|trente|soixante|quelques',
  'una?|dos|tres|cinco|diez|quince|veinte|treinta|sesenta|(?:un)?os',
  'due|tre|cinque|dieci|quindici|venti|trenta|sessanta|qualche|alcuni',
  'um|uma|dois|duas|três|dez|vinte|trinta|sessenta|alguns',
  'een|twee|drie|vijf|tien|vijftien|twintig|dertig|zestig|enkele|(?:een )?paar',
  'jedn\\p{L}+|dw\\p{L}+|trzy|pięć|dziesięć|piętnaście|dwadzieścia|trzydzieści|sześćdziesiąt|kilka|chwilę',
].join('|');
/** Units of time; in Chinese and Japanese there is no space between. */
const units =
  '(?:s\\b|sec|sek|min|hour|hr\\b|day|stunde|tag\\b|tage|heure|jour|hora|día|or[ae]\\b|giorn|dias?\\b|uur|uren|dag|godzin|dni\\b|dzień|秒|分|个?小时|個?小時|時間|天|日)';
const time = new RegExp(`(?:‹n›|[一二三五十数几幾]+|(?<!\\p{L})(?:${counts})) ?${units}`, 'iu');

/** Whether a masked text says how long to wait. */
export const saysWhen = (text: string): boolean => time.test(text);
