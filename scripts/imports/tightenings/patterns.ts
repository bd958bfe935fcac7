/** What Go's time.ParseDuration takes, without a sign: nothing in the engine waits for a negative time. */
export const DURATION = '^(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$';

/** Five fields, with a time zone in front or without: robfig/cron with neither seconds nor `@daily` and the like. */
export const CRON = '^\\s*((CRON_)?TZ=\\S+\\s+)?\\S+(\\s+\\S+){4}\\s*$';

/** What Go's time.Parse takes for 15:04:05. */
export const TIME_OF_DAY = '^([01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.,][0-9]+)?$';

/** A TCP port in a string. */
export const PORT = '^[0-9]+$';

/** Names of pkg/eventsources/common/fsevent, one or several. */
export const FILE_OPERATIONS = '^(CREATE|REMOVE|WRITE|RENAME|CHMOD)(\\|(CREATE|REMOVE|WRITE|RENAME|CHMOD))*$';
