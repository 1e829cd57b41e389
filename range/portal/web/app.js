import { api, remember } from './api.js';
import { h } from './dom.js';
import { listen, show } from './router.js';
import { deskView, ticketView } from './views-desk.js';
import { invoiceByNumberView, invoicesView, invoiceView } from './views-invoices.js';
import { messagesView, messageView, newMessageView } from './views-messages.js';
import {
  dashboardView,
  diaryView,
  exportView,
  plansView,
  planView,
  searchView,
  serviceView,
} from './views-overview.js';
import { contactsView, contactView, memberView, newContactView, settingsView, teamView } from './views-people.js';
import {
  documentView,
  editDocumentView,
  editProjectView,
  newDocumentView,
  newProjectView,
  projectsView,
  projectView,
} from './views-projects.js';
import { acceptView, inviteView, signUpView, verifyView } from './views-mail.js';
import { forgotView, resetView, signInView, signOutView } from './views-sign-in.js';

const routes = [
  { path: '/sign-in', title: 'Sign in', view: signInView, open: true },
  { path: '/sign-out', title: 'Signed out', view: signOutView },
  { path: '/forgot-password', title: 'Forgotten password', view: forgotView, open: true },
  { path: '/reset/:token', title: 'New password', view: resetView, open: true },
  { path: '/sign-up', title: 'Create an account', view: signUpView, open: true },
  { path: '/verify/:token', title: 'Confirm your address', view: verifyView, open: true },
  { path: '/invite/:token', title: 'Invitation', view: acceptView, open: true },
  { path: '/dashboard', title: 'Dashboard', view: dashboardView },
  { path: '/projects', title: 'Projects', view: projectsView },
  { path: '/projects/new', title: 'New project', view: newProjectView },
  { path: '/projects/:id', title: 'Project', view: projectView },
  { path: '/projects/:id/edit', title: 'Edit project', view: editProjectView },
  { path: '/projects/:id/documents/new', title: 'New document', view: newDocumentView },
  { path: '/projects/:id/documents/:documentId', title: 'Document', view: documentView },
  { path: '/projects/:id/documents/:documentId/edit', title: 'Edit document', view: editDocumentView },
  { path: '/invoices', title: 'Invoices', view: invoicesView },
  { path: '/invoices/number/:number', title: 'Invoice', view: invoiceByNumberView },
  { path: '/invoices/:id', title: 'Invoice', view: invoiceView },
  { path: '/messages', title: 'Messages', view: messagesView },
  { path: '/messages/new', title: 'New message', view: newMessageView },
  { path: '/messages/:id', title: 'Message', view: messageView },
  { path: '/contacts', title: 'Contacts', view: contactsView },
  { path: '/contacts/new', title: 'New contact', view: newContactView },
  { path: '/contacts/:id', title: 'Contact', view: contactView },
  { path: '/desk', title: 'Service desk', view: deskView },
  { path: '/desk/:id', title: 'Ticket', view: ticketView },
  { path: '/search', title: 'Search', view: searchView },
  { path: '/diary', title: 'Diary', view: diaryView },
  { path: '/team', title: 'Team', view: teamView },
  { path: '/team/invite', title: 'Invite a colleague', view: inviteView },
  { path: '/team/:id', title: 'Team member', view: memberView },
  { path: '/plans', title: 'Plans', view: plansView, open: true },
  { path: '/plans/:id', title: 'Plan', view: planView, open: true },
  { path: '/services/:id', title: 'Service', view: serviceView, open: true },
  { path: '/export', title: 'Export', view: exportView },
  { path: '/settings', title: 'Settings', view: settingsView },
];

async function start(known) {
  listen(known);
  try {
    remember(await api('GET', '/api/v1/session'));
  } catch (error) {
    document
      .getElementById('root')
      .replaceChildren(h('main', {}, h('h1', {}, 'Please try again later'), h('p', {}, error.message)));
    return;
  }
  await show();
}

start(routes);
