/** A document to be uploaded. */
export interface SmallFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A small file that a field takes, by its `accept` (HTML, section 4.10.5.1.17): PDF, else plain text; undefined where it takes neither. */
export function fileFor(accept: string, name: string): SmallFile | undefined {
  const kinds = accept
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
  const takes = (...names: readonly string[]) => kinds.length === 0 || kinds.some((one) => names.includes(one));
  if (takes('.pdf', 'application/pdf', 'application/*', '*/*'))
    return { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: smallPdf(name) };
  if (takes('.txt', 'text/plain', 'text/*'))
    return { name: `${name}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`${name}\n`) };
  return undefined;
}

/** One page with one line (ISO 32000-1, section 7.5), readable by any viewer. */
function smallPdf(line: string): Buffer {
  const text = `BT /F1 12 Tf 60 760 Td (${line.replace(/[\\()]/g, (one) => `\\${one}`)}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${text.length}>>\nstream\n${text}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let file = '%PDF-1.4\n';
  const starts = objects.map((object, at) => {
    const start = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return String(start).padStart(10, '0');
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${starts.map((one) => `${one} 00000 n \n`).join('')}`;
  file += `trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}
