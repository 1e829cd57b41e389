/** Where protocols and home-made messages say what they are about. */
const nameKeys = /^(event|type|action|command|cmd|msg|method|target|op|name)$/i;
const leaving = new Set([
  'leave',
  'leaves',
  'unsubscribe',
  'unsub',
  'unjoin',
  'unwatch',
  'unlisten',
  'unfollow',
  'detach',
]);
/** What stands beside such a word where it is about the connection: `leave_room`; `leave:list` is about days off. */
const ofChannel =
  /^(phx|pusher|room|rooms|channel|channels|topic|topics|group|chat|thread|stream|presence|message|from|the|socket|ws|live)$/;
/** Whole names that end a subscription or the connection: graphql-transport-ws, its predecessor, and closing words. */
const ending = /^(complete|stop|gql_stop|connection_terminate|disconnect|close|quit|bye|goodbye)$/i;

/**
 * Whether a frame leaves a room or ends a subscription (Phoenix's `phx_leave`, Pusher, Action Cable, Meteor's `unsub`, GraphQL's
 * `complete`, Socket.IO events): who says over again what a page said must not say that, for nothing is heard after it.
 */
export function endsListening(frame: string): boolean {
  const text = frame.replace(/^\d{1,4}(\/[^,]*,)?\d*(?=[[{])/, '').split('\u001e')[0] ?? '';
  if (!/^\s*[[{]/.test(text)) return isLeaving(text.trim());
  try {
    return namesIn(JSON.parse(text) as unknown).some(isLeaving);
  } catch {
    return false;
  }
}

/** Of an array the words among its first entries (the fourth is Phoenix's event), of an object those under a name for it. */
function namesIn(json: unknown): readonly string[] {
  if (Array.isArray(json))
    return (json.length === 5 ? [json[3]] : json.slice(0, 2)).filter((one) => typeof one === 'string');
  return Object.entries(json as object).flatMap(([key, value]) =>
    nameKeys.test(key) && typeof value === 'string' ? [value] : [],
  );
}

function isLeaving(name: string): boolean {
  if (name.length > 60) return false;
  if (ending.test(name)) return true;
  const words = name
    .replace(/([a-z])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  if (words.some((word) => /^unsub/.test(word))) return true;
  return words.some((word) => leaving.has(word)) && words.every((word) => leaving.has(word) || ofChannel.test(word));
}
