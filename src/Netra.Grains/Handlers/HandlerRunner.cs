using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>Runs one try of a handler on the thread pool, within its time.</summary>
internal sealed class HandlerRunner(IServiceProvider services, TimeProvider time, ILogger<HandlerRunner> logger)
{
    /// <summary>
    /// Completes when the handler has returned; throws what it threw. A handler that goes on after its time, or after <paramref name="stop"/>, is given
    /// up: nobody waits for it, and its context is dead.
    /// </summary>
    /// <exception cref="HandlerTimeoutException">It took too long.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<IReadOnlyList<HandlerEffect>> RunAsync(HandlerRun run, HandlerContext context, CancellationToken stop)
    {
        var timeout = new CancellationTokenSource(run.Handler.Timeout, time);
        var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        // Taken before the handler may have returned: then its source is disposed.
        var token = either.Token;
        // The handler has a token of its own: what it registers there may block or throw, and would do so in the grain's turn that stops it.
        var given = new CancellationTokenSource();
        _ = either.Token.UnsafeRegister(_ => Cancel(given, run.Message.Type), null);
        // Off the grain's scheduler: a handler may block.
        var running = Task.Run(() => InvokeAsync(run.Handler, context, given.Token), CancellationToken.None);
        // A handler that was given up may still look at its token: they live as long as it does.
        _ = running.ContinueWith(
            _ =>
            {
                either.Dispose();
                timeout.Dispose();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        run.Running = running;
        try
        {
            await running.WaitAsync(token);
            return context.End();
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            stop.ThrowIfCancellationRequested();
            throw new HandlerTimeoutException(run.Handler.Timeout);
        }
        finally
        {
            context.End();
            if (!running.IsCompleted) Watch(running, run.Message.Type);
        }
    }

    private async Task InvokeAsync(RegisteredHandler registered, HandlerContext context, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var handler = registered.Create(scope.ServiceProvider);
        using var span = OperationSpans.BeginHandle(context);
        try
        {
            await handler.HandleAsync(context, cancellationToken);
        }
        catch (Exception exception)
        {
            NetraTracing.Fail(span, exception);
            throw;
        }
    }

    private void Cancel(CancellationTokenSource given, string type) => _ = given.CancelAsync().ContinueWith(
        ended => HandlersLog.CancellationFailed(logger, type, ended.Exception!),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>What a handler that was given up ends with is of no use to anybody, but it is not hidden.</summary>
    private void Watch(Task running, string type) => _ = running.ContinueWith(
        ended => HandlersLog.AbandonedRunEnded(logger, type, ended.Exception?.InnerException),
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
