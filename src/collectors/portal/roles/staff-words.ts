const inAddress = (words: string) => new RegExp(`(^|[/._-])(${words})([/._-]|$)`, 'i');
const alone = inAddress('staff|back-?office|superusers?|internals?|intranet');
// What Dutch bookkeepers call their clients' books, and papers of administration, are for customers.
const administrators = inAddress('admin(?!istrati(?:e[fs]?|even?|v[aeo]?)(?![a-z]))\\w*');
const perhaps = inAddress('console|operators?|moderat\\w+');

/** Whether an address says that no customer is meant, not even below a record of the customer's own. */
export const saysStaffAlone = (path: string): boolean => alone.test(path);

/** Whether it says that it is for staff; a customer may have administrators of its own. */
export const saysStaff = (path: string): boolean => alone.test(path) || administrators.test(path);

/** What may be for staff as well as for customers: it is for staff where a page of theirs asks there, and no customer's page does. */
export const mayBeOfStaff = (path: string): boolean => perhaps.test(path);
