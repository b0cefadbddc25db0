using Netra.Abstractions;

namespace Netra.Host;

/// <summary>The demo page's assistant: an example of handlers that stream, keep their place in the state and survive a crash.</summary>
internal static class AssistantDemo
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    public static void AddTo(IServiceCollection services)
    {
        services.AddNetraMessageHandler<AssistantHandler>(AssistantHandler.MessageType, options =>
        {
            options.InBackground = true;
            options.Timeout = LongestRun;
        });
        services.AddNetraMessageHandler<AssistantCancelHandler>(AssistantCancelHandler.MessageType);
    }
}
