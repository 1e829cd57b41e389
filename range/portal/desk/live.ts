import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { customerRoute, type PortalContext, type Route, type SignedInCall } from '../call.ts';
import { cookiesOf, problem } from '../http.ts';
import { sessionTokenOf } from '../session-cookie.ts';
import { type Ticket, ticketsOf } from './desk-rows.ts';
import { globalId } from './graphql.ts';
import { closeFrame, readFrames, textFrame } from './socket-frames.ts';

const eventOf = ({ id, orgId, subject, detail, site }: Ticket) => ({
  type: 'ticket',
  id,
  room: `org:${orgId}`,
  subject,
  detail,
  site,
});

/** The present state of the desk as events, then the end: the browser asks again after a minute. */
function events(call: SignedInCall) {
  const all = ticketsOf(call.context.state);
  const rows = call.context.flaw('events-broadcast-to-all')
    ? all
    : all.filter((row) => row.orgId === call.organisation.id);
  const quiet = call.context.circumstance('live-says-nothing');
  const text = `retry: 60000\n\n${quiet ? ': quiet\n\n' : rows.map((row) => `event: ticket\ndata: ${JSON.stringify(eventOf(row))}\n\n`).join('')}`;
  return { status: 200, text, type: 'text/event-stream' };
}

/** What becomes of one ticket, in a room of its own: `?topic=ticket:{id}`. */
function ofTicket({ context, query, organisation }: SignedInCall) {
  const topic = query.get('topic');
  const found = ticketsOf(context.state).find((one) => topic === `ticket:${globalId(one)}`);
  const open = found?.orgId === organisation.id || context.flaw('ticket-room-unguarded');
  const quiet = !open && context.decoy('ticket-room-of-another-is-quiet');
  if (!found || !(open || quiet)) throw problem(404, 'There is no such room');
  const said =
    quiet || context.circumstance('live-says-nothing') ? ': quiet' : `data: ${JSON.stringify(eventOf(found))}`;
  return { status: 200, text: `retry: 60000\n\n${said}\n\n`, type: 'text/event-stream' };
}

export const liveRoutes: readonly Route[] = [
  customerRoute('GET', '/api/v1/events', events),
  customerRoute('GET', '/api/v1/ticket-events', ofTicket),
];

/** The desk's WebSocket (RFC 6455): the session at the handshake, then `{"type":"subscribe","room":"org:…"}`. */
export function createLive(context: PortalContext): (request: IncomingMessage, socket: Duplex) => void {
  return (request, socket) => {
    socket.on('error', () => socket.destroy());
    const session = context.sessions.find(sessionTokenOf(cookiesOf(request)));
    const user = context.state.users.find((one) => one.id === session?.userId);
    const key = request.headers['sec-websocket-key'];
    const known = [context.options.origins.app, context.options.origins.admin].includes(request.headers.origin ?? '');
    if (!user || !known || typeof key !== 'string' || !request.url?.startsWith('/api/v1/live')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
    );
    const say = (message: object) => socket.write(textFrame(JSON.stringify(message)));
    say({ type: 'welcome' });
    readFrames(socket, (text) => {
      const room = roomIn(text);
      if (room === undefined) return say({ type: 'error', message: 'Say which room' });
      const own = room === `org:${user.orgId}`;
      if (!own && !context.flaw('live-room-unguarded')) {
        if (context.decoy('live-closes-on-foreign-room')) return void socket.end(closeFrame(4403));
        return say({ type: 'error', message: `No room ${room}` });
      }
      say({ type: 'joined', room });
      if (context.circumstance('live-says-nothing')) return;
      for (const row of ticketsOf(context.state)) if (`org:${row.orgId}` === room) say(eventOf(row));
    });
  };
}

function roomIn(text: string): string | undefined {
  try {
    const { type, room } = JSON.parse(text) as { type?: unknown; room?: unknown };
    return type === 'subscribe' && typeof room === 'string' ? room.slice(0, 100) : undefined;
  } catch {
    return undefined;
  }
}
