import type { OriginLook } from '../../collectors/edge/edge-evidence.ts';
import type { EvidenceItem } from '../../model/finding.ts';

/** What the edge gives, then what each server behind it gives. */
export function candidateLines(look: OriginLook): EvidenceItem[] {
  const edge = {
    label: 'through the edge',
    value: `${look.path} answers ${look.status}${look.title ? ` "${look.title}"` : ''}`,
  };
  const seen = look.candidates.map(({ candidate, from, https, http, detail, certificate, certificateError }) => ({
    label: `${candidate} (${from === 'config' ? 'named in the config' : 'found in DNS'})`,
    value: [
      `https: ${https}, http: ${http}`,
      ...(certificate ? [`certificate: ${certificate}${certificateError ? ` (${certificateError})` : ''}`] : []),
      detail,
    ].join('; '),
  }));
  return [edge, ...seen];
}
