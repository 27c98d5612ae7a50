/** Something that the person who starts it can mend: shown as one line, without a stack. */
export class StartProblem extends Error {}
