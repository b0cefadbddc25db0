using System.Text.Json.Nodes;
using Netra.Abstractions;

namespace Netra.TestHost;

/// <summary>
/// <c>slow_work</c> <c>{"chunks":20,"pause_ms":10}</c>, in the background: publishes <c>partial_result</c> chunk by chunk with its progress in the state, and
/// <c>work_done</c> at the end.
/// </summary>
internal sealed class SlowWorkHandler(TimeProvider time) : IMessageHandler
{
    public async Task HandleAsync(IMessageContext context, CancellationToken cancellationToken)
    {
        var payload = Json.PayloadOf(context);
        var chunks = payload["chunks"]!.GetValue<int>();
        var pause = TimeSpan.FromMilliseconds(payload["pause_ms"]!.GetValue<int>());
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var content = new JsonObject { ["of"] = context.Message.Id, ["chunk"] = chunk };
            await context.PublishNowAsync($"chunk-{chunk}", Json.Message("partial_result", content), cancellationToken);
            await context.ChangeStateNowAsync(Json.Patch(new JsonObject { ["progress"] = chunk + 1 }), cancellationToken);
            await Task.Delay(pause, time, cancellationToken);
        }

        context.Publish(Json.Message("work_done", new JsonObject { ["of"] = context.Message.Id, ["chunks"] = chunks }));
    }
}
