using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Netra.Gateway;

/// <summary>
/// Completes the OpenAPI document: the calls read their requests themselves, so their parameters and keys are described here.
/// </summary>
internal static class OpenApiDescription
{
    private const string Scheme = "apiKey";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Netra server API",
                Version = "v1",
                Description = "Publish to users, read them, change their state, and say who may connect. The socket at /ws is described in the protocol document.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type.Assembly == typeof(OpenApiDescription).Assembly) UseNamesOfTheWire(schema);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Parameters = [.. ParametersOf(context.Description.HttpMethod, context.Description.RelativePath ?? "")];
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<PatchBodies>().Any()) operation.RequestBody = PatchBody();
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().FirstOrDefault() is { } scope)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
                operation.Description = $"{operation.Description} Needs an API key with the scope '{scope.Name}'.".Trim();
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>The document is made with the names that the application's own JSON would have.</summary>
    private static void UseNamesOfTheWire(OpenApiSchema schema)
    {
        schema.Properties = schema.Properties?.ToDictionary(property => NameOf(property.Key), property => property.Value);
        schema.Required = schema.Required?.Select(NameOf).ToHashSet();

        static string NameOf(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }

    private static IEnumerable<IOpenApiParameter> ParametersOf(string? method, string path)
    {
        if (!path.Contains("{user_id}", StringComparison.Ordinal)) yield break;
        yield return new OpenApiParameter
        {
            Name = "user_id",
            In = ParameterLocation.Path,
            Required = true,
            Description = "The user, percent-encoded.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Protocol.UserId.MaxLength },
        };
        if (path.Contains("{seq}", StringComparison.Ordinal)) yield return SeqOfPath();
        if (path.Contains("{connection_id}", StringComparison.Ordinal)) yield return ConnectionOfPath();
        if (method == "GET" && (path.EndsWith("/messages", StringComparison.Ordinal) || path.EndsWith("/dead_letters", StringComparison.Ordinal)))
        {
            yield return Integer("after", "Only what has a seq above this one.", 0, null, 0);
            yield return Integer("limit", "How many at most.", 1, ApiRequest.MaxLimit, ApiRequest.DefaultLimit);
        }

        if (!path.EndsWith("/state", StringComparison.Ordinal)) yield break;
        yield return method == "GET"
            ? Header("If-None-Match", "Versions that the caller has, such as \"7\": 304 when the present one is among them.")
            : Header("If-Match", "The version that the change is meant for, such as \"7\": 412 version_conflict when it is another. Several, or * for any, which is also what its absence means.");
    }

    private static OpenApiParameter SeqOfPath() => new()
    {
        Name = "seq",
        In = ParameterLocation.Path,
        Required = true,
        Description = "The message's seq.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" },
    };

    private static OpenApiParameter ConnectionOfPath() => new()
    {
        Name = "connection_id",
        In = ParameterLocation.Path,
        Required = true,
        Description = "The connection, as connection_established and the user's description name it.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiRequestBody PatchBody() => new()
    {
        Required = true,
        Description = "A change of the state.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [StateApi.MergePatchType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "RFC 7396." } },
            [StateApi.JsonType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "A merge patch, RFC 7396." } },
            [StateApi.JsonPatchType] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.Object },
                    Description = "RFC 6902.",
                },
            },
        },
    };

    private static OpenApiParameter Integer(string name, string description, int min, int? max, int absent) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int64",
            Minimum = min.ToString(CultureInfo.InvariantCulture),
            Maximum = max?.ToString(CultureInfo.InvariantCulture),
            Default = absent,
        },
    };
}
