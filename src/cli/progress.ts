import stringWidth from 'string-width';
import type { Progress } from '../engine/collect.ts';
import { escapeTerminal } from '../reporters/escape.ts';
import type { Output } from './output.ts';

export interface ProgressView {
  readonly onProgress: (progress: Progress) => void;
  /** Draws now; a terminal is redrawn by itself ten times a second. */
  draw(): void;
  /** Removes what is on the screen; nothing is drawn afterwards. */
  close(): void;
}

export interface ProgressOptions {
  readonly output: Output;
  /** Requests sent so far. */
  readonly sent: () => number;
  readonly monotonicMs: () => number;
}

const redrawMs = 100;
/** Counts come many times a second; in a log one in a while says as much. */
const countEveryMs = 10_000;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const asciiFrames = ['|', '/', '-', '\\'];

/** One line that redraws itself on a terminal; plain lines, one per collector and note, everywhere else. */
export function showProgress(options: ProgressOptions): ProgressView {
  return options.output.live ? liveLine(options) : plainLines(options);
}

function plainLines({ output, monotonicMs }: ProgressOptions): ProgressView {
  const began = monotonicMs();
  const told = new Set<string>();
  const counted = new Map<string, number>();
  const isDue = (text: string) => {
    if (!/\b\d+ of \d+\b/.test(text)) return true;
    const about = text.replace(/\d+/g, '0');
    const now = monotonicMs();
    if (now - (counted.get(about) ?? began) < countEveryMs) return false;
    counted.set(about, now);
    return true;
  };
  const line = (text: string) => {
    if (told.has(text)) return;
    told.add(text);
    const seconds = Math.round((monotonicMs() - began) / 1000);
    output.note(`[${String(seconds).padStart(3)} s] ${escapeTerminal(output.redact(text), output.unicode)}`);
  };
  return {
    onProgress: ({ collector, subject, state, text }) => {
      if (state === 'started') line(`${collector}: looking`);
      else if (state === 'note' && isDue(`${collector} ${text}`)) line(`${collector} ${subject}: ${text ?? ''}`);
      else if (state === 'gap') line(`${collector} ${subject}: could not look: ${text ?? ''}`);
    },
    draw: () => undefined,
    close: () => told.clear(),
  };
}

function liveLine({ output, sent, monotonicMs }: ProgressOptions): ProgressView {
  const began = monotonicMs();
  const active = new Map<string, string>();
  let frame = 0;
  const marks = output.unicode ? frames : asciiFrames;
  const draw = () => {
    frame = (frame + 1) % marks.length;
    const seconds = Math.round((monotonicMs() - began) / 1000);
    const newest = [...active.values()].at(-1) ?? '';
    const text = `${marks[frame]} ${seconds} s, ${sent()} requests  ${newest}`;
    const width = output.stderr.columns ?? 80;
    output.stderr.write(`\r\u001b[2K${cut(escapeTerminal(output.redact(text), output.unicode), width - 1)}`);
  };
  const timer = setInterval(draw, redrawMs);
  timer.unref();
  return {
    onProgress: ({ collector, subject, state, text }) => {
      const key = `${collector} ${subject}`;
      if (state === 'started' || state === 'note') {
        active.delete(key);
        active.set(key, `${key}${text ? `: ${text}` : ''}`);
      } else active.delete(key);
    },
    draw,
    close: () => {
      clearInterval(timer);
      output.stderr.write('\r\u001b[2K');
    },
  };
}

/** The longest beginning that fits into `width` columns. */
function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (stringWidth(kept + character) > width) return kept;
    kept += character;
  }
  return kept;
}
