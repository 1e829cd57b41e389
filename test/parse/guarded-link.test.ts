import { expect, it } from 'vitest';
import { doesByAddress, isGuardedLink } from '../../src/parse/guarded-link.ts';

const at = (address: string) => new URL(address, 'https://desk.example.test/');

it('a link with a token against forged requests changes something', () => {
  for (const address of [
    '/post.php?post=8&action=trash&_wpnonce=c792d2d416',
    '/course/view.php?id=4&hide=7&sesskey=ab12',
    '/wiki?do=subscribe&sectok=aa',
    '/orders/7/close?authenticity_token=x1',
    '/orders/7/close?csrf_token=x1',
  ])
    expect(isGuardedLink(at(address)), address).toBe(true);
  for (const address of ['/share?token=abc', '/orders?page=2', '/orders?csrf_token=', '/announce?announcement=5'])
    expect(isGuardedLink(at(address)), address).toBe(false);
});

it('a form sent by GET with a token does something where it says what', () => {
  for (const address of [
    '/comments.php?_wpnonce=a1&action=unapprove&c=1',
    '/update.php?action=install-plugin&plugin=x&_wpnonce=a1',
    '/users?bulk_action=activate&csrf_token=a1',
  ])
    expect(doesByAddress(at(address)), address).toBe(true);
  for (const address of [
    '/posts.php?s=boiler&_wpnonce=a1&action=-1',
    '/orders?q=boiler&csrfmiddlewaretoken=a1',
    '/wiki?do=search&q=boiler&sectok=a1',
    '/orders?action=close',
  ])
    expect(doesByAddress(at(address)), address).toBe(false);
});
