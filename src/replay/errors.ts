/** What a person has to change in a file or on the command line before anything can be replayed. */
export class ReplayInputError extends Error {}
