/** Header of an answer that a page got from the audit's memory: nothing was sent for it, so nothing is counted. */
export const fromMemory = 'x-launch-ready-from-memory';
