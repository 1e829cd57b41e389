import type { BlankForm } from './blank-forms.ts';

/** What a page offers: places to go, controls to press, forms that send. */
export interface PageOffers {
  readonly links: readonly PageLink[];
  readonly controls: readonly PageControl[];
  /** Controls whose markup says that a press changes something or asks first (`hx-delete`, `data-method`): none of them is pressed. */
  readonly asking: readonly string[];
  /** Forms that send something: method and address only. */
  readonly forms: readonly { readonly method: string; readonly action: string }[];
  /** Forms with nothing typed into them yet. */
  readonly blank: readonly BlankForm[];
  readonly scripts: readonly string[];
  /** Searches that send themselves by GET, without what is searched for. */
  readonly searches: readonly PageSearch[];
  /** A word of the page's own records, to search for. */
  readonly word?: string;
  /** Texts that stand in inputs of the page's own script: it lets people change something. */
  readonly filled: readonly string[];
  /** Choices, dates and numbers that stand in controls of the page's own script. */
  readonly choices: number;
  /** Lists that one may type into, in a window or a form that edits something: they look up what is typed. */
  readonly lookUps: number;
  /** Windows and menus that lie over the page. */
  readonly over: number;
  /** Whether it takes files: a page with documents says where one may be added. */
  readonly takesFiles?: true;
  /** Rows of a list that can be ticked: it may offer something for several at once. */
  readonly ticks: number;
  /** What a person reads there now. */
  readonly read: string;
}
export interface PageSearch {
  readonly href: string;
  readonly name: string;
  /** Stands around every page and says nowhere where it leads: a script searches, or it is the same search each time. */
  readonly ofFrame?: true;
}
export interface PageLink {
  readonly href: string;
  readonly text: string;
  readonly file: boolean;
  /** Stands in a menu or a frame that other pages have as well. */
  readonly menu: boolean;
}
export interface PageControl {
  readonly text: string;
  readonly at: number;
  readonly inForm: boolean;
  /** A link by its looks, whose address is a script. */
  readonly link?: true;
  /** Keeps what somebody writes into the one text area of its form. */
  readonly says?: true;
  /** Shows another part of the page: a tab, what unfolds. */
  readonly tab: boolean;
  /** Rows, cards and list entries of one kind share it; undefined for a control of its own. */
  readonly row?: string;
  /**
   * An entry of a menu that the page's script draws: each leads elsewhere, and other pages have the same. Which menu: what it begins
   * with.
   */
  readonly menu?: string;
  /** A control that each row of a list has: which one it is of those of its row. */
  readonly inRow?: string;
  /** Stands in the head of a table, where a press sorts it. */
  readonly sorts?: true;
  /** Stands in a dialog or a drawer that lies over the page. */
  readonly window?: true;
}
