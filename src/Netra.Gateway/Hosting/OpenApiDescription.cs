using System.Globalization;
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
                Description = "Publish to users, and read them. The socket at /ws is described in the protocol document.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Parameters = [.. ParametersOf(context.Description.HttpMethod, context.Description.RelativePath ?? "")];
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().FirstOrDefault() is { } scope)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
                operation.Description = $"{operation.Description} Needs an API key with the scope '{scope.Name}'.".Trim();
            }

            return Task.CompletedTask;
        });
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
        if (method != "GET" || !path.EndsWith("/messages", StringComparison.Ordinal)) yield break;
        yield return Integer("after", "Only frames above this seq.", 0, null, 0);
        yield return Integer("limit", "How many frames at most.", 1, 1_000, 100);
    }

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
