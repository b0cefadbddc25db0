using Netra.Abstractions;

namespace Netra.Faults.Bugs;

/// <summary>A gateway that takes its open connections for attached again without having asked.</summary>
internal sealed class ReattachDenier : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name != nameof(IUserGrain.AttachAsync) || context.Request.GetArgument(0) is not AttachRequest { Cursor: not null }) return context.Invoke();
        context.Result = new AttachResult { Status = AttachStatus.Attached };
        return Task.CompletedTask;
    }
}
