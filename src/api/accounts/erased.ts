/** The property of the response that counts the deleted rows of a table. */
export const countName = (table: string): string => table.replace(/^alpaca_/, '')
