/**
 * Which reader of payloads this is. Raise it with every change of what a payload may be: what an
 * older reader refused is then read again as it is stored, also where Alpaca no longer has it.
 */
export const PARSER_VERSION = 1
