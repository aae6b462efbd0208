// Shows the contract of this very server; nothing is fetched from anywhere else.
/* global SwaggerUIBundle */
SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayOperationId: true,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  // The badge would ask a server elsewhere whether the contract is valid.
  validatorUrl: null,
  syntaxHighlight: { theme: 'agate' },
})
