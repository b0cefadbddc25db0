using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Netra.Abstractions;

namespace Netra.TestHost;

/// <summary><c>fail_times</c> <c>{"key":"…","times":4}</c>: the first so many runs of a key fail, the next publishes <c>succeeded</c>.</summary>
internal sealed class FailTimesHandler : IMessageHandler
{
    private readonly ConcurrentDictionary<string, int> _runs = new();

    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken)
    {
        var payload = Json.PayloadOf(context);
        var run = _runs.AddOrUpdate(payload["key"]!.GetValue<string>(), 1, (_, runs) => runs + 1);
        if (run <= payload["times"]!.GetValue<int>()) throw new InvalidOperationException("It was asked to fail.");
        context.Publish(Json.Message("succeeded", new JsonObject
        {
            ["run"] = run,
            ["attempt"] = context.Attempt,
            ["id"] = context.Message.Id,
        }));
        return Task.CompletedTask;
    }
}
