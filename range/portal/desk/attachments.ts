import { createHmac, randomBytes } from 'node:crypto';
import { type Call, type PortalContext, publicRoute, type Route } from '../call.ts';
import { absent } from '../denial.ts';
import { type Answer, attachment, problem } from '../http.ts';
import { type Ticket, ticketsOf } from './desk-rows.ts';

const secret = randomBytes(32);
const signatureOf = (id: string, ends: string) => createHmac('sha256', secret).update(`${id}\n${ends}`).digest('hex');

/** An address that opens the file for ten minutes to whoever holds it (one, in the decoy). */
export function attachmentAddress({ options, flaw, decoy }: PortalContext, { id }: Ticket): string {
  const seconds = flaw('signed-address-never-ends')
    ? 50 * 365 * 86_400
    : flaw('signed-address-outlives-session')
      ? 3 * 86_400
      : decoy('signed-address-of-a-minute')
        ? 60
        : 600;
  const ends = String(Math.floor(options.now().getTime() / 1000) + seconds);
  const query = new URLSearchParams({ expires: ends, signature: signatureOf(id, ends) });
  return `${options.origins.api}/api/v1/attachments/${id}?${query}`;
}

function file(call: Call): Answer {
  const { state, flaw, options, circumstance } = call.context;
  const ticket = ticketsOf(state).find((one) => one.id === call.params.id);
  if (ticket === undefined) throw absent(call, 'file', call.params.id, false);
  const [ends, signature] = [call.query.get('expires') ?? '', call.query.get('signature') ?? ''];
  const right = signature === signatureOf(ticket.id, ends) || (flaw('signature-unchecked') && signature.length === 64);
  const alive = Number(ends) * 1000 > options.now().getTime();
  if (!right && circumstance('signature-check-fails')) throw problem(503, 'The key store cannot be reached');
  if (!right || !alive) throw problem(403, 'This address opens nothing any more');
  return { status: 200, text: ticket.file.text, headers: { 'Content-Disposition': attachment(ticket.file.name) } };
}

export const attachmentRoutes: readonly Route[] = [publicRoute('GET', '/api/v1/attachments/:id', file)];
