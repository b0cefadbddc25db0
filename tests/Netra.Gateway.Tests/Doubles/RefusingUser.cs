using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>A user's grain that refuses attaches, once it is told with which answer.</summary>
internal sealed class RefusingUser : FakeUser
{
    public AttachStatus? Answer { get; set; }

    public override async Task<AttachResult> AttachAsync(AttachRequest request)
    {
        var attached = await base.AttachAsync(request);
        return Answer is { } answer ? new AttachResult { Status = answer } : attached;
    }
}
