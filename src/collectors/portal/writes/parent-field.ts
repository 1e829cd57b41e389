/** How many kinds of record are moved, and how many records stand to choose from as what one is moved below. */
export const kindLimit = 3;
export const parentLimit = 6;

/** Names of fields that say who works on a record, and whose it is: no place that it stands below. */
export const isPeople = /user|member|assign|owner|author|account|tenant|org/i;
