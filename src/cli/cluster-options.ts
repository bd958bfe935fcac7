import { type Command, InvalidArgumentError, Option } from 'commander';
import type { LoopPlace } from '../status/loop';
import type { ShownFlags } from '../status/render';
import { type NamedTask, namedTask } from '../status/task-name';

/** The options of the commands that ask a cluster. */
export interface ClusterOptions {
  readonly namespace: string;
  readonly sensorsNamespace: string;
  readonly loop?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** The defaults of the props `namespaces`. */
const DEFAULTS = { namespace: 'agent-platform', sensorsNamespace: 'github-webhooks' } as const;
/** What a name of a namespace or of a loop may be. */
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Adds the options that say which cluster, and which loop in it. */
export function addClusterOptions(command: Command): Command {
  return command
    .addOption(
      nameOption('-n, --namespace <namespace>', 'the namespace of the states and CodeRuns').default(
        DEFAULTS.namespace,
      ),
    )
    .addOption(
      nameOption('--sensors-namespace <namespace>', 'the namespace of the sensors').default(
        DEFAULTS.sensorsNamespace,
      ),
    )
    .addOption(
      nameOption(
        '--loop <name>',
        'the prop "name" of the loop (default: the one that has states in the namespace)',
      ),
    )
    .option('--context <name>', 'the context of the kubeconfig (default: the current one)')
    .option('--kubeconfig <file>', 'the kubeconfig (default: that of kubectl)');
}

function nameOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value) => {
    if (!NAME.test(value))
      throw new InvalidArgumentError('A name of lower-case letters, digits and "-" is needed.');
    return value;
  });
}

/** Reads the number of a task. Also the name of its state will do, as it stands in Kubernetes. */
export function parseTask(value: string): NamedTask {
  const named = namedTask(value);
  if (named === undefined) throw new InvalidArgumentError('The number of a task is needed.');
  return named;
}

/**
 * The options with the loop that the names of states say.
 *
 * @throws CommanderError if a name is that of a state of another loop
 */
export function withLoopOf<T extends ClusterOptions>(
  options: T,
  tasks: readonly NamedTask[],
  command: Command,
): T {
  const loop = options.loop ?? tasks.find((named) => named.loop !== undefined)?.loop;
  if (loop === undefined) return options;
  const other = tasks.find((named) => (named.loop ?? loop) !== loop);
  if (other) {
    command.error(
      `error: task-${other.task}-${other.loop}-state is a state of loop ${other.loop}, not of ${loop}`,
    );
  }
  return { ...options, loop };
}

/** Where the loop is. */
export function loopPlaceOf({ namespace, sensorsNamespace, loop }: ClusterOptions): LoopPlace {
  return { agents: namespace, sensors: sensorsNamespace, loop };
}

/** The flags that the commands need which are shown: those that were given. */
export function shownFlags({
  context,
  kubeconfig,
  namespace,
  sensorsNamespace,
  loop,
}: ClusterOptions): ShownFlags {
  const kubectl = [
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ...(context === undefined ? [] : ['--context', context]),
  ];
  const own = [
    ...(namespace === DEFAULTS.namespace ? [] : ['-n', namespace]),
    ...(sensorsNamespace === DEFAULTS.sensorsNamespace ? [] : ['--sensors-namespace', sensorsNamespace]),
    ...(loop === undefined ? [] : ['--loop', loop]),
    ...kubectl,
  ];
  return { kubectl, own };
}
