using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Netra.Abstractions;

namespace Netra.Cluster.Tests;

/// <summary>A handler in the background that publishes steps; its first run stops in the middle until it is released. One for all silos of a cluster.</summary>
internal sealed class StreamingHandler(int steps, int stopBefore)
{
    private readonly TaskCompletionSource<SiloAddress> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where it ran, in the order of the runs.</summary>
    public ConcurrentQueue<SiloAddress> Runs { get; } = new();

    /// <summary>The silo where its first run has stopped.</summary>
    public Task<SiloAddress> Stopped => _stopped.Task;

    public void Release() => _released.TrySetResult();

    public MessageHandlerRegistration On(string type) => new(
        type, services => new Run(this, services.GetRequiredService<ILocalSiloDetails>().SiloAddress), new MessageHandlerOptions { InBackground = true });

    private sealed class Run(StreamingHandler owner, SiloAddress silo) : IMessageHandler
    {
        public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken) => owner.RunAsync(context, silo, cancellationToken);
    }

    private async Task RunAsync(IMessageContext context, SiloAddress silo, CancellationToken cancellationToken)
    {
        Runs.Enqueue(silo);
        for (var step = 1; step <= steps; step++)
        {
            if (step == stopBefore && _stopped.TrySetResult(silo)) await _released.Task.WaitAsync(cancellationToken);
            var payload = Encoding.UTF8.GetBytes($"{{\"step\":{step}}}");
            await context.PublishNowAsync($"{step}", new NewMessage("token", null, payload), cancellationToken);
        }

        context.Publish(new NewMessage("end", null, "{}"u8.ToArray()));
    }
}
