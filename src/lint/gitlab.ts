/**
 * What GitLab sends at some paths of its webhooks. It publishes no types. The kinds and headers are those of the Go client that
 * the engine has (event_parsing.go of gitlab.com/gitlab-org/api/client-go).
 */
export const GITLAB_VALUES: Readonly<Record<string, readonly string[]>> = {
  'body.object_kind': words(
    'access_token build deployment emoji feature_flag issue member merge_request milestone note pipeline push release tag_push vulnerability wiki_page work_item',
  ),
  'body.object_attributes.action': words(
    'approval approved award close create delete merge open reopen revoke unapproval unapproved update',
  ),
  'body.object_attributes.state': words('closed locked merged opened'),
  'headers.X-Gitlab-Event.0': [
    'Build Hook',
    'Confidential Issue Hook',
    'Confidential Note Hook',
    'Deployment Hook',
    'Emoji Hook',
    'Feature Flag Hook',
    'Issue Hook',
    'Job Hook',
    'Member Hook',
    'Merge Request Hook',
    'Milestone Hook',
    'Note Hook',
    'Pipeline Hook',
    'Project Hook',
    'Push Hook',
    'Release Hook',
    'Resource Access Token Hook',
    'Service Hook',
    'Subgroup Hook',
    'System Hook',
    'Tag Push Hook',
    'Vulnerability Hook',
    'Wiki Page Hook',
  ],
};

function words(text: string): string[] {
  return text.split(' ');
}
