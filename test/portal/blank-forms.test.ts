import { afterEach, expect, it } from 'vitest';
import { formsInOrder } from '../../src/collectors/portal/canaries/forms-in-order.ts';
import { noteBlankForms } from '../../src/collectors/portal/crawl/note-blank-forms.ts';
import { pageOffers } from '../../src/collectors/portal/crawl/page-controls.ts';
import type { World } from '../../src/world/world.ts';
import { type OddPortal, startOddPortal } from './odd-portals.ts';
import { shieldedSession, worldOf } from './shielded-session.ts';

const stop = new AbortController();
let portal: OddPortal | undefined;
let world: World | undefined;
afterEach(async () => {
  await world?.close();
  await portal?.close();
});

it('forms that wait to be filled in are seen, whatever their buttons say; those that edit, search, sign in or stand in the frame are not', async () => {
  portal = await startOddPortal(() => ({
    type: 'text/html',
    body: `<header><form method=post><input name=all required><button>Find</button></form></header>
      <h1>Reports</h1><section><h2>Report a fault</h2><form method=post><label>Title<input name=title required></label><input type=number name=count value=1><button>Report</button></form></section>
      <section><h2>Name of the site</h2><form method=post><input name=site value="Harbour hall"><input name=more><button>Apply</button></form></section>
      <form method=get><input name=text><select name=kind><option>a</option></select><button>Show</button></form>
      <form><input name=filter placeholder="Filter the list"><select name=kind><option>a</option></select><button>Go</button></form>
      <form method=post><input name=user><input type=password name=password><button>Go on</button></form>
      <form method=post><input name=code><button>Redeem</button></form>
      <form><p>Remarks</p><textarea name=remark></textarea><button type=submit>Keep</button></form>`,
  }));
  world = await worldOf(portal, stop.signal);
  const session = await shieldedSession(world, portal.url);
  await session.page.goto(portal.url);
  const { blank } = await pageOffers(session.page);
  await session.context.close();
  expect(blank.map(({ button, fields, about }) => `${about}: ${fields}: ${button}`)).toEqual([
    'Report a fault: title count: Report',
    'Name of the site: remark: Keep',
  ]);
});

const stateOf = () => ({ creators: new Map(), blank: new Map<string, string>() });
const base = 'https://portal.example.test';
const form = (button: string, about = 'Report a fault', fields = 'title count') => ({ button, about, fields });
const noted = (...forms: readonly ReturnType<typeof form>[]) => {
  const state = stateOf();
  noteBlankForms(state, forms, { page: `${base}/reports`, text: '' });
  return [...state.creators.values()].map(({ button }) => button);
};

it('none is used that leaves, pays, reaches people or signs in; what any form is sent with is no such word', () => {
  expect(noted(form('Report'), form('Submit', 'Fault'), form('Absenden', 'Störung', 'titel'))).toEqual([
    'Report',
    'Submit',
    'Absenden',
  ]);
  expect(
    noted(
      form('Approve'),
      form('Sign in'),
      form('Submit', 'Contact us'),
      form('Register', 'Invite a colleague'),
      form('Submit', 'Send a message'),
      form('Ask', 'Feedback'),
    ),
  ).toEqual([]);
});

it('a form that comes with every page is noted once, and one that a press brought is opened by that press', () => {
  const state = stateOf();
  for (const path of ['/reports', '/sites', '/papers'])
    noteBlankForms(state, [form('Keep', '', 'quick')], { page: `${base}${path}`, text: '' });
  noteBlankForms(state, [form('Keep', '', 'quick'), form('Report')], { page: `${base}/sites`, text: 'A fault' }, [
    form('Keep', '', 'quick'),
  ]);
  expect([...state.creators.values()]).toEqual([
    { page: `${base}/reports`, text: '', button: 'Keep' },
    { page: `${base}/sites`, text: 'A fault', button: 'Report' },
  ]);
});

it('each button of a page is a form of its own, and the page for making something has one', () => {
  const creators = [
    { page: `${base}/faults`, text: '', button: 'Report' },
    { page: `${base}/faults`, text: '', button: 'Register' },
    { page: `${base}/sites/new`, text: '' },
    { page: `${base}/sites/new`, text: '', button: 'Save' },
  ];
  expect(formsInOrder(creators, 16).map(({ page, button }) => `${new URL(page).pathname} ${button ?? ''}`)).toEqual([
    '/faults Report',
    '/sites/new ',
    '/faults Register',
  ]);
});
