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

    /// <summary>What every call with a key may be refused with.</summary>
    private static readonly int[] AnyRefusal = [400, 401, 403, 503];

    /// <summary>Maps <c>/ws</c>, <c>/api/v1</c> and <c>/openapi/v1.json</c>, and gives empty error answers a problem+json body.</summary>
    public static void MapNetra(this WebApplication app)
    {
        // A socket's refusals have their bodies, and this would wait for as long as a socket lives.
        app.UseWhen(
            context => context.Request.Path.Value != SocketPath,
            others => others.UseStatusCodePages(context => Problem.CompleteAsync(context.HttpContext)));
        var services = app.Services;
        // Nobody else asks for it: its meter does.
        services.GetRequiredService<GatewayGauges>();
        var time = services.GetRequiredService<TimeProvider>();
        app.UseWhen(context => context.Request.Path.Value == SocketPath, sockets => sockets.Use((context, next) =>
        {
            TrafficUpgrade.Install(context, time);
            return next(context);
        }));
        app.UseWebSockets();
        var upgrade = services.GetRequiredService<UpgradeEndpoint>();
        app.Map(SocketPath, context => IsExactly(context, SocketPath) ? upgrade.HandleAsync(context) : Task.CompletedTask).ExcludeFromDescription();
        app.MapOpenApi("/openapi/v1.json");

        var api = app.MapGroup("/api/v1").WithTags("netra");
        MapMessages(api, services.GetRequiredService<PublishApi>(), services.GetRequiredService<UserApi>());
        MapExplain(api, services.GetRequiredService<ExplainApi>());
        MapDeadLetters(api, services.GetRequiredService<DeadLetterApi>());
        MapState(api, services.GetRequiredService<StateApi>());
        MapConnections(api, services.GetRequiredService<ConnectionApi>());
        MapTokens(api, services.GetRequiredService<TokenApi>());
        Map(api, HttpMethods.Get, "/config", null, services.GetRequiredService<ConfigApi>().ReadAsync)
            .Produces<ConfigBody>(StatusCodes.Status200OK, Json)
            .WithSummary("What a client needs to know; no key");
    }

    private static void MapMessages(RouteGroupBuilder api, PublishApi publish, UserApi user)
    {
        const string Refusals = "429 queue_full when the user's messages have reached a limit and the server is set to refuse then.";
        Map(api, HttpMethods.Post, "/users/{user_id}/messages", ApiScopes.Publish, publish.PublishToUserAsync, [413, 415, 429])
            .Accepts<PublishRequestBody>(Json)
            .Produces<PublishedBody>(StatusCodes.Status200OK, Json)
            .WithSummary("Publish to one user")
            .WithDescription(
                "One message, or a batch of 1 to 1,000 in messages, all or nothing; the answer then has messages too. Answered when it is on durable "
                + "storage. A message with an id that was accepted before answers the first one's seq and duplicate. " + Refusals);
        Map(api, HttpMethods.Post, "/messages", ApiScopes.Publish, publish.PublishAcrossUsersAsync, [413, 415])
            .Accepts<MessagesBody>(Json)
            .Produces<PublishedBatchBody>(StatusCodes.Status200OK, Json)
            .WithSummary("Publish to many users")
            .WithDescription("1 to 1,000 messages, each with its user_id; each has an answer of its own. Those of one user are accepted or refused together.");
        Map(api, HttpMethods.Get, "/users/{user_id}", ApiScopes.Read, user.DescribeAsync)
            .Produces<UserBody>(StatusCodes.Status200OK, Json)
            .WithSummary("A user's log and connections");
        Map(api, HttpMethods.Get, "/users/{user_id}/messages", ApiScopes.Read, user.ReadMessagesAsync)
            .Produces<MessagesPageBody>(StatusCodes.Status200OK, Json)
            .WithSummary("Retained messages after a seq")
            .WithDescription("Query: after (default 0), limit (1 to 1,000, default 100).");
        Map(api, HttpMethods.Delete, "/users/{user_id}/messages/{seq}", ApiScopes.Publish, user.RevokeMessageAsync, [404])
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Erase a message")
            .WithDescription("From the history, what is unread, and the dead letters; clients that have not had it get skipped with the reason revoked.");
    }

    private static void MapExplain(RouteGroupBuilder api, ExplainApi explain) =>
        Map(api, HttpMethods.Get, "/users/{user_id}/messages/{seq}/explain", ApiScopes.Read, explain.ExplainAsync, [404])
            .Produces<ExplanationBody>(StatusCodes.Status200OK, Json)
            .WithSummary("What became of a message")
            .WithDescription(
                "Who sent it, which connections were given it, which sessions have acknowledged it, or why not, from what is stored and what the processes of the "
                + "cluster remember; unknown says what nobody knows. Without the payload. 404 for a seq that has not been given yet.");

    private static void MapDeadLetters(RouteGroupBuilder api, DeadLetterApi deadLetters)
    {
        Map(api, HttpMethods.Get, "/users/{user_id}/dead_letters", ApiScopes.Read, deadLetters.ReadAsync)
            .Produces<DeadLettersPageBody>(StatusCodes.Status200OK, Json)
            .WithSummary("Messages that were given up, after a seq")
            .WithDescription("Query: after (default 0), limit (1 to 1,000, default 100).");
        Map(api, HttpMethods.Post, "/users/{user_id}/dead_letters/{seq}/retry", ApiScopes.Publish, deadLetters.RetryAsync, [404, 429])
            .Produces<RetriedBody>(StatusCodes.Status200OK, Json)
            .WithSummary("Put a dead letter back")
            .WithDescription(
                "A message gets a new seq and no end; a client's message goes to its handler once more: 400 handler_failed when that fails again. No body.");
    }

    private static void MapState(RouteGroupBuilder api, StateApi state)
    {
        Map(api, HttpMethods.Get, "/users/{user_id}/state", ApiScopes.Read, state.ReadAsync)
            .Produces<StateBody>(StatusCodes.Status200OK, Json)
            .Produces(StatusCodes.Status304NotModified)
            .WithSummary("A user's state")
            .WithDescription("The version is the ETag.");
        Map(api, HttpMethods.Patch, "/users/{user_id}/state", ApiScopes.Publish, state.ChangeAsync, [412, 413, 415, 429])
            .Produces<StateBody>(StatusCodes.Status200OK, Json)
            .WithMetadata(new PatchBodies())
            .WithSummary("Change a user's state")
            .WithDescription(
                "An RFC 7396 merge patch or an RFC 6902 JSON Patch, by content type; all of it or nothing. Answered with the new state, its version "
                + "as the ETag, when it is on durable storage. 400 invalid_patch says where the patch can't be applied.");
    }

    private static void MapConnections(RouteGroupBuilder api, ConnectionApi connections)
    {
        const string Path = "/users/{user_id}/connections";
        const string Closes = "The close code is 4410, its reason the JSON of the body, with the text shortened until it fits in 123 bytes. ";
        Map(api, HttpMethods.Delete, Path, ApiScopes.Connections, connections.DisconnectAllAsync, [413, 415])
            .Accepts<DisconnectRequestBody>(isOptional: true, Json)
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Disconnect a user")
            .WithDescription(Closes + "204 also when the user has no connection. Tokens stay good: to keep the user out, revoke them.");
        Map(api, HttpMethods.Delete, Path + "/{connection_id}", ApiScopes.Connections, connections.DisconnectAsync, [404, 413, 415])
            .Accepts<DisconnectRequestBody>(isOptional: true, Json)
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Disconnect one connection")
            .WithDescription(Closes + "404 when the user has no such connection.");
    }

    private static void MapTokens(RouteGroupBuilder api, TokenApi tokens)
    {
        Map(api, HttpMethods.Post, "/users/{user_id}/tokens/revoke", ApiScopes.Connections, tokens.RevokeAsync, [413, 415, 429])
            .Accepts<RevocationRequestBody>(isOptional: true, Json)
            .Produces<RevocationBody>(StatusCodes.Status200OK, Json)
            .WithSummary("Revoke a user's tokens")
            .WithDescription(
                "One token by its jti; without a body every token whose iat is not after the second of the call, or missing, and every ticket made until then. "
                + "Their connections close with 4401. Answered when it is on durable storage. 429 queue_full when the user has as many revoked tokens as can be "
                + "remembered one by one.");
        Map(api, HttpMethods.Post, "/tickets", ApiScopes.Tickets, tokens.MakeTicketAsync, [413, 415])
            .Accepts<TicketRequestBody>(Json)
            .Produces<TicketBody>(StatusCodes.Status200OK, Json)
            .WithSummary("Make a ticket")
            .WithDescription("Lets a client connect once, in a token's place, within half a minute by default. 503 when as many are unused as can be kept.");
    }

    /// <summary>Routing takes other spellings of a path for the same; they are 404 here.</summary>
    private static bool IsExactly(HttpContext context, string path)
    {
        var isExact = context.Request.Path.Value == path;
        if (!isExact) context.Response.StatusCode = StatusCodes.Status404NotFound;
        return isExact;
    }

    private static RouteHandlerBuilder Map(
        RouteGroupBuilder api, string method, string pattern, string? scope, Func<HttpContext, Task> call, params IEnumerable<int> refusals)
    {
        var route = api.MapMethods(pattern, [method], Guard(scope, call));
        if (scope is null) return route;
        foreach (var status in AnyRefusal.Concat(refusals)) route.Produces<ProblemBody>(status, Problem.ContentType);
        return route.WithMetadata(new RequiredScope(scope));
    }

    /// <summary>A handler with the key check and the error answers around it. Typed as a delegate, so that it is in the OpenAPI document.</summary>
    private static Delegate Guard(string? scope, Func<HttpContext, Task> call) =>
        (HttpContext context, ApiFilter filter) => filter.RunAsync(context, scope, call);
}
