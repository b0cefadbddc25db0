using Netra.Abstractions;

namespace Netra.Grains.Tests;

/// <summary>A handler whose logic is the test's.</summary>
internal sealed class LambdaHandler(Func<IMessageContext, CancellationToken, Task> handle) : IMessageHandler
{
    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken) => handle(context, cancellationToken);

    public static MessageHandlerRegistration For(
        string pattern, Func<IMessageContext, CancellationToken, Task> handle, Action<MessageHandlerOptions>? configure = null)
    {
        var options = new MessageHandlerOptions();
        configure?.Invoke(options);
        return new MessageHandlerRegistration(pattern, _ => new LambdaHandler(handle), options);
    }

    public static MessageHandlerRegistration For(string pattern, Action<IMessageContext> handle, Action<MessageHandlerOptions>? configure = null) =>
        For(
            pattern,
            (context, _) =>
            {
                handle(context);
                return Task.CompletedTask;
            },
            configure);

    public static MessageHandlerRegistration Job(string pattern, Func<IMessageContext, CancellationToken, Task> handle, int maxAttempts = 3) =>
        For(pattern, handle, options => (options.InBackground, options.MaxAttempts) = (true, maxAttempts));
}
