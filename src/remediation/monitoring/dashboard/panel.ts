import type { RemediationSettings } from '../../settings';

/** What a panel shows: series over time. */
export interface PanelData {
  readonly title: string;
  /** What it shows, and when to look at it. */
  readonly description: string;
  /** A unit of Grafana. */
  readonly unit: 'short' | 's' | 'ms' | 'percentunit' | 'reqps' | 'cpm';
  readonly queries: readonly {
    readonly expr: string;
    /** The name of each series, with its labels in double braces. */
    readonly legend: string;
  }[];
}

/** Panels about one subject. */
export interface RowData {
  readonly title: string;
  readonly panels: readonly PanelData[];
}

/** A row of a loop's dashboard. */
export type RowOf = (settings: RemediationSettings) => RowData;

/** The range of a rate: Grafana makes it long enough for the scrapes and the zoom. */
export const RANGE = '$__rate_interval';
