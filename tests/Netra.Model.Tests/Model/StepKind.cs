namespace Netra.Model.Tests;

/// <summary>What a step does.</summary>
internal enum StepKind
{
    Publish,

    /// <summary>Several publishers at once, who try again with the same ids when a commit fails or the grain goes.</summary>
    Burst,

    Send,
    ChangeState,
    ChangeStateByApi,
    Connect,
    Drop,
    Acknowledge,
    Resume,
    Revoke,
    Retry,
    Advance,
    Deactivate,
    Restart,
    Read,
}
