using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Gateway;

/// <summary>Maps the socket and the server API into an application.</summary>
public static class NetraEndpoints
{
    /// <summary>Where the socket is.</summary>
    public const string SocketPath = "/ws";

    private const string Json = "application/json";

    /// <summary>Maps <c>/ws</c>, <c>/api/v1</c> and <c>/openapi/v1.json</c>, and gives empty error answers a problem+json body.</summary>
    public static void MapNetra(this WebApplication app)
    {
        app.UseStatusCodePages(context => Problem.CompleteAsync(context.HttpContext));
        app.UseWebSockets();
        var services = app.Services;
        var upgrade = services.GetRequiredService<UpgradeEndpoint>();
        app.Map(SocketPath, context => IsExactly(context, SocketPath) ? upgrade.HandleAsync(context) : Task.CompletedTask).ExcludeFromDescription();
        app.MapOpenApi("/openapi/v1.json");

        var publish = services.GetRequiredService<PublishApi>();
        var user = services.GetRequiredService<UserApi>();
        var config = services.GetRequiredService<ConfigApi>();
        var api = app.MapGroup("/api/v1").WithTags("netra");
        Post(api, "/users/{user_id}/messages", publish.PublishToUserAsync)
            .Accepts<PublishRequestBody>(Json)
            .Produces<PublishedBody>(StatusCodes.Status200OK, Json)
            .WithSummary("Publish to one user")
            .WithDescription("One message, or a batch of 1 to 1,000 in messages, all or nothing; the answer then has messages too. Answered when it is on durable storage.");
        Post(api, "/messages", publish.PublishAcrossUsersAsync)
            .Accepts<MessagesBody>(Json)
            .Produces<PublishedBatchBody>(StatusCodes.Status200OK, Json)
            .WithSummary("Publish to many users")
            .WithDescription("1 to 1,000 messages, each with its user_id; each has an answer of its own.");
        Get(api, "/users/{user_id}", ApiScopes.Read, user.DescribeAsync)
            .Produces<UserBody>(StatusCodes.Status200OK, Json)
            .WithSummary("A user's log and connections");
        Get(api, "/users/{user_id}/messages", ApiScopes.Read, user.ReadMessagesAsync)
            .Produces<MessagesPageBody>(StatusCodes.Status200OK, Json)
            .WithSummary("Retained messages after a seq")
            .WithDescription("Query: after (default 0), limit (1 to 1,000, default 100).");
        Get(api, "/config", null, config.ReadAsync)
            .Produces<ConfigBody>(StatusCodes.Status200OK, Json)
            .WithSummary("What a client needs to know; no key");
    }

    /// <summary>Routing takes other spellings of a path for the same; they are 404 here.</summary>
    private static bool IsExactly(HttpContext context, string path)
    {
        var isExact = context.Request.Path.Value == path;
        if (!isExact) context.Response.StatusCode = StatusCodes.Status404NotFound;
        return isExact;
    }

    private static RouteHandlerBuilder Post(RouteGroupBuilder api, string pattern, Func<HttpContext, Task> call) =>
        Describe(api.MapPost(pattern, Guard(ApiScopes.Publish, call)), ApiScopes.Publish);

    private static RouteHandlerBuilder Get(RouteGroupBuilder api, string pattern, string? scope, Func<HttpContext, Task> call) =>
        Describe(api.MapGet(pattern, Guard(scope, call)), scope);

    /// <summary>A handler with the key check and the error answers around it. Typed as a delegate, so that it is in the OpenAPI document.</summary>
    private static Delegate Guard(string? scope, Func<HttpContext, Task> call) =>
        (HttpContext context, ApiFilter filter) => filter.RunAsync(context, scope, call);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string? scope)
    {
        if (scope is null) return route;
        var statuses = new List<int>
        {
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
            StatusCodes.Status503ServiceUnavailable,
        };
        if (scope == ApiScopes.Publish) statuses.AddRange([StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType]);
        foreach (var status in statuses) route.Produces<ProblemBody>(status, Problem.ContentType);
        return route.WithMetadata(new RequiredScope(scope));
    }
}
