using System.Diagnostics;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>The spans of what a user's grain is asked for. Ids are in them, payloads never.</summary>
internal static class OperationSpans
{
    private const string Publish = "netra.publish", ChangeState = "netra.change_state", Submit = "netra.submit", Handle = "netra.handle";

    /// <summary>Runs an operation within a span, which is current meanwhile, and notes in it how the operation ended.</summary>
    /// <param name="begin">Begins the span. Called in here: what it makes current is so no longer than this method runs.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="note">Notes its result.</param>
    public static async Task<T> RunAsync<T>(Func<Activity?> begin, Func<Task<T>> operation, Action<Activity?, T> note)
    {
        using var span = begin();
        try
        {
            var result = await operation();
            note(span, result);
            return result;
        }
        catch (Exception exception)
        {
            NetraTracing.Fail(span, exception);
            throw;
        }
    }

    /// <summary>What a publisher's call does for one user. To be disposed by the method that began it.</summary>
    public static Activity? BeginPublish(UserId user, PublishRequest request)
    {
        var span = NetraTracing.Begin(Publish, ActivityKind.Internal, request.Trace);
        Describe(span, user, "publish", "send");
        span?.SetTag("messaging.batch.message_count", request.Messages.Length);
        return span;
    }

    public static void Note(Activity? span, PublishResult result)
    {
        if (result.Refusal is { } refusal) NetraTracing.Fail(span, refusal.Code.Name);
        if (span is null || result.Messages.Length == 0) return;
        var last = result.Messages[^1];
        if (result.Messages.Length == 1) span.SetTag("messaging.message.id", last.Id);
        if (last.Seq is { } seq) span.SetTag("netra.seq", seq);
        if (Array.Exists(result.Messages, message => message.Duplicate)) span.SetTag("netra.duplicate", true);
    }

    /// <summary>A change of the state by the server API. To be disposed by the method that began it.</summary>
    public static Activity? BeginChangeState(UserId user, StateChange change)
    {
        var span = NetraTracing.Begin(ChangeState, ActivityKind.Internal, change.Trace);
        Describe(span, user, "change_state", "send");
        return span;
    }

    public static void Note(Activity? span, StateChangeResult result)
    {
        if (result.Status == StateChangeStatus.Conflict) NetraTracing.Fail(span, ErrorCodes.VersionConflict.Name);
        if (result.Refusal is { } refusal) NetraTracing.Fail(span, refusal.Code.Name);
    }

    /// <summary>What a client's message does. To be disposed by the method that began it.</summary>
    public static Activity? BeginSubmit(UserId user, SubmittedItem item) => Describe(NetraTracing.Begin(Submit, ActivityKind.Internal, item.Trace), user, item);

    /// <summary>The same for one that is ended elsewhere.</summary>
    public static Activity? BeginSubmitDetached(UserId user, SubmittedItem item) =>
        Describe(NetraTracing.BeginDetached(Submit, ActivityKind.Internal, item.Trace!.ToActivityContext()), user, item);

    public static void Note(Activity? span, SubmitAnswer? answer)
    {
        if (answer?.Error is { } error) NetraTracing.Fail(span, error.Code.Name);
        if (answer?.Seq is { } seq) span?.SetTag("netra.seq", seq);
        if (answer?.Status == SubmitStatus.Duplicate) span?.SetTag("netra.duplicate", true);
    }

    /// <summary>One try of a handler, which sees it as <see cref="Activity.Current"/>.</summary>
    public static Activity? BeginHandle(IMessageContext context)
    {
        var span = NetraTracing.Begin(Handle, ActivityKind.Internal, TraceContext.Of(NetraTracing.Current));
        Describe(span, context.User, "handle", "process");
        return span?.SetTag("netra.message.type", context.Message.Type).SetTag("netra.handler.attempt", context.Attempt);
    }

    private static Activity? Describe(Activity? span, UserId user, SubmittedItem item)
    {
        Describe(span, user, "submit", "send");
        span?.SetTag("netra.message.type", item.Type);
        if (item.Id is { } id) span?.SetTag("messaging.message.id", id);
        return span;
    }

    private static void Describe(Activity? span, UserId user, string operation, string type) => span?
        .SetTag("messaging.system", "netra")
        .SetTag("messaging.operation.name", operation)
        .SetTag("messaging.operation.type", type)
        .SetTag("user.id", user.Value);
}
