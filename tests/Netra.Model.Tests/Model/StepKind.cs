namespace Netra.Model.Tests;

/// <summary>What a step does.</summary>
internal enum StepKind
{
    Publish,
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
