import { api, queryOf } from './api.js';
import { button, day, empty, h, link, table } from './dom.js';
import { field, form } from './form.js';
import { pager } from './pager.js';
import { go } from './router.js';

export async function messagesView({ query }) {
  const list = await api('GET', `/api/v1/messages${queryOf({ page: query.get('page') })}`);
  const rows = list.items.map((message) => [
    h('span', { class: message.read ? '' : 'unread' }, link(`/messages/${message.id}`, message.subject)),
    message.from,
    day(message.sentAt),
  ]);
  return [
    h('p', { class: 'actions' }, h('a', { class: 'button', href: '/messages/new' }, 'New message')),
    rows.length === 0 ? empty('No messages.') : table(['Subject', 'From', 'Sent'], rows),
    pager('/messages', list),
  ];
}

export async function messageView({ params }) {
  const path = `/api/v1/messages/${params.id}`;
  const message = await api('GET', path);
  const read = h('p', { class: 'muted', role: 'status' });
  return [
    h('p', {}, link('/messages', 'Back to the messages')),
    h('p', { class: 'lead' }, message.subject),
    h('p', { class: 'muted' }, `${message.from}, ${day(message.sentAt)}`),
    h('p', { class: 'prose' }, message.body),
    read,
    h(
      'p',
      { class: 'actions' },
      button('Mark as read', async () => {
        await api('PATCH', path, {});
        read.textContent = 'Marked as read.';
      }),
      button(
        'Delete message',
        async () => {
          if (!confirm('Delete this message for good?')) return;
          await api('DELETE', path);
          await go('/messages');
        },
        'danger',
      ),
    ),
  ];
}

export async function newMessageView() {
  return [
    h('p', { class: 'muted' }, 'Your message goes to our customer desk and is seen by your colleagues.'),
    form(
      [
        field('subject', 'Subject', { maxlength: 120 }),
        field('body', 'Message', { kind: 'textarea', maxlength: 4000 }),
      ],
      'Send message',
      async (body) => {
        const message = await api('POST', '/api/v1/messages', body);
        await go(`/messages/${message.id}`);
      },
    ),
  ];
}
