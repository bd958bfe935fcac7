/** The exit codes of the program. */
export const EXIT_CODE = { fine: 0, findings: 1, usage: 2, failure: 3 } as const;
