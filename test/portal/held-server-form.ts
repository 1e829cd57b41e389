import type { HeldRequest } from '../../src/collectors/portal/held-request.ts';

export const page = 'https://portal.example.test/jobs/job_7f3a21';
/** The number of the server's function, as Next writes it. */
export const action = '60fd19e3dc7b3b05195702dc69a81edc378917f309';
export const mark = 'lr0a1b2c3d4e';

/** What the shield keeps of a form that React sends to a function of the server. */
export const heldServerForm: HeldRequest = {
  method: 'POST',
  url: page,
  page,
  type: 'multipart/form-data; boundary=--x',
  headers: { 'next-action': action },
  mark,
  body: [
    '----x\r\nContent-Disposition: form-data; name="_1_id"\r\n\r\njob_7f3a21\r\n',
    `----x\r\nContent-Disposition: form-data; name="_1_title"\r\n\r\nReplace the east gutter ${mark}\r\n`,
    '----x\r\nContent-Disposition: form-data; name="0"\r\n\r\n[null,"$K1"]\r\n----x--\r\n',
  ].join(''),
};
