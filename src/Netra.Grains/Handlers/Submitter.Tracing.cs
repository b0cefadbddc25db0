using System.Diagnostics;
using Netra.Abstractions;

namespace Netra.Grains;

/// <content>Items of traces that are recorded: each has a span of its own, until its end is known.</content>
internal sealed partial class Submitter
{
    private Task<SubmitAnswer?> HandleTracedAsync(
        SubmitRequest request, SubmittedItem item, RegisteredHandler handler, long started, TimeSpan patience, CancellationToken stop) => OperationSpans.RunAsync(
        () => OperationSpans.BeginSubmit(host.User, item), () => HandleAsync(request, item, handler, started, patience, stop), OperationSpans.Note);

    private (Task Durable, SubmitAnswer Answer) TakeTraced(CommitPipeline log, SubmitRequest request, SubmittedItem item)
    {
        var span = OperationSpans.BeginSubmitDetached(host.User, item);
        var before = Activity.Current;
        Activity.Current = span;
        try
        {
            var taken = Take(log, request, item);
            _ = EndAsync(span, taken.Durable, taken.Answer);
            return taken;
        }
        catch (Exception exception)
        {
            NetraTracing.Fail(span, exception);
            NetraTracing.EndDetached(span);
            throw;
        }
        finally
        {
            Activity.Current = before;
        }
    }

    /// <summary>Whoever waits for the item waits for the same task; this never throws.</summary>
    private static async Task EndAsync(Activity? span, Task durable, SubmitAnswer answer)
    {
        await durable.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (durable.IsCompletedSuccessfully) OperationSpans.Note(span, answer);
        else NetraTracing.Fail(span, durable.Exception?.InnerException ?? new OperationCanceledException());
        NetraTracing.EndDetached(span);
    }
}
