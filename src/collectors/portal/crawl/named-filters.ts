import type { NamedParameter } from '../../../parse/named-parameters.ts';
import { writesByName } from '../operations/is-read.ts';
import type { Exchange } from '../recorder.ts';
import { isCollection } from '../tenancy/is-collection.ts';
import { dangerWords, sessionNames } from '../words.ts';

const filtersAtMost = 12;

/** Where something stands in a list, how it is sorted, what keeps caches apart; and what may act by being asked for. */
export const noFilter =
  /^(page|p|limit|offset|skip|take|first|last|size|per_?page|cursor|after|before|sort|order|dir|lang|locale|v|ver|version|t|ts|_|cb|callback|token|key|next|redirect|return\w*|mark\w*|read|seen|ack\w*|action|do|cmd|op|confirm\w*|email|reset|clear)$/i;

/**
 * Lists that the pages asked for, with a parameter that a script of the portal names for them and that no control of a page was seen to
 * send: "show archived" may be a switch that nobody found.
 */
export function namedFilters(named: readonly NamedParameter[], exchanges: readonly Exchange[]): readonly string[] {
  const lists = exchanges.filter(
    (one) =>
      one.method === 'GET' &&
      one.status === 200 &&
      (one.resource === 'xhr' || one.resource === 'fetch') &&
      isCollection(one),
  );
  const found = named
    .filter(({ name }) => !noFilter.test(name) && !writesByName(name) && !dangerWords.test(name.replace(/[_-]+/g, ' ')))
    .flatMap(({ word, name, values }) => {
      const ofWord = lists.filter(({ url }) => lastWord(url) === word && !sessionNames.test(new URL(url).pathname));
      const [list] = ofWord.toSorted((one, other) => one.url.length - other.url.length);
      if (!list || ofWord.some(({ url }) => new URL(url).searchParams.has(name))) return [];
      return values.map((value) => {
        const url = new URL(list.url);
        url.searchParams.set(name, value);
        return url.href;
      });
    });
  return [...new Set(found)].slice(0, filtersAtMost);
}

const lastWord = (url: string) => new URL(url).pathname.replace(/\/$/, '').split('/').at(-1);
