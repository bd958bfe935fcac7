/** What a pattern of a closed schema asks for, in words. */
export function wordsOfPattern(pattern: string): string {
  return PATTERNS[pattern] ?? 'another string';
}

const DURATION = '(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$';
const CRON = '\\s*((CRON_)?TZ=\\S+\\s+)?\\S+(\\s+\\S+){4}\\s*$';
const DURATION_WORDS = 'numbers with units, such as "10s" or "1m30s"';
const CRON_WORDS = 'five fields of cron, such as "*/5 * * * *"';

const PATTERNS: Readonly<Record<string, string>> = {
  [`^${DURATION}`]: DURATION_WORDS,
  [`^$|^${DURATION}`]: DURATION_WORDS,
  [`^${CRON}`]: CRON_WORDS,
  [`^$|^${CRON}`]: CRON_WORDS,
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$':
    'a time such as "2026-01-31T10:00:00Z"',
  '^([01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.,][0-9]+)?$': 'a time of day such as "08:00:00"',
  '^(CREATE|REMOVE|WRITE|RENAME|CHMOD)(\\|(CREATE|REMOVE|WRITE|RENAME|CHMOD))*$':
    'CREATE, REMOVE, WRITE, RENAME or CHMOD, or several with | between them',
  '^/': 'a path that begins with a slash',
  '^[^/]': 'a path that does not begin with a slash',
  '^[0-9]+$': 'a port in digits, such as "12000"',
};
