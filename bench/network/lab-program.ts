import { startTlsLab } from './tls-lab.ts';

/** The lab as a process of its own, so that its work is not counted as the scanner's. Ends when its standard input does. */
const lab = await startTlsLab();
process.stdout.write(`${JSON.stringify({ servers: lab.servers, rootPem: lab.rootPem })}\n`);
process.stdin.resume();
process.stdin.once('end', () => {
  void lab.close().then(() => process.exit(0));
});
