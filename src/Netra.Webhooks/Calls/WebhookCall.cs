using Netra.Abstractions;

namespace Netra.Webhooks;

/// <summary>One call of a webhook through all its tries, which come one after the other. Travels with its request.</summary>
internal sealed class WebhookCall(IMessageContext context, long startedAt, CancellationToken caller)
{
    private static readonly HttpRequestOptionsKey<WebhookCall> Key = new("netra.webhook_call");

    public IMessageContext Context { get; } = context;

    /// <summary>The <c>webhook-id</c> of every try.</summary>
    public string Id { get; } = WebhookId.Of(context.User, context.Message.Id);

    /// <summary>A timestamp of the injected clock.</summary>
    public long StartedAt { get; } = startedAt;

    /// <summary>Whether it was the handler's caller that ended this, not a timeout.</summary>
    public bool IsStopped => caller.IsCancellationRequested;

    /// <summary>How many requests have been sent.</summary>
    public int Tries { get; set; }

    /// <summary>The call that a request belongs to.</summary>
    public static WebhookCall Of(HttpRequestMessage? request) =>
        request is not null && request.Options.TryGetValue(Key, out var call) ? call : throw new InvalidOperationException("The request is of no webhook call.");

    /// <summary>Makes a request of this call.</summary>
    public HttpRequestMessage NewRequest(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Options.Set(Key, this);
        return request;
    }
}
